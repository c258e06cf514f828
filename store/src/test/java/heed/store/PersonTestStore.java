package heed.store;

import heed.bounces.BounceKind;
import heed.bounces.BounceReason;
import heed.mail.MailId;
import heed.mail.SmtpReply;
import heed.mail.gate.AttemptOutcome;
import heed.model.field.StandardFields;
import heed.model.field.ValueType;
import heed.model.prospect.AddressMatching;
import heed.model.prospect.EmailAddress;
import heed.model.prospect.Prospect;
import heed.model.prospect.ProspectId;
import heed.store.internal.inventory.StoredColumn;
import heed.store.internal.inventory.StoredColumn.Content;
import heed.store.internal.inventory.StoredTable;
import heed.store.internal.inventory.StoredTables;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** A store under test with a person of whom every table has something, and SQL of its own. */
interface PersonTestStore extends BounceTestStore {
    EmailAddress ANN = new EmailAddress("annabel.lee+news@gmail.com");
    EmailAddress ANN_BEFORE = new EmailAddress("annabel.before@example.com");

    /** Returns a connection of the store's owner. */
    Connection connect() throws SQLException;

    /** Returns all text of the store's tables, or of its files. */
    String dump();

    default void execute(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }

    /** Returns the rows of a query, each as its columns in words. */
    default List<List<String>> select(String sql) {
        List<List<String>> found = new ArrayList<>();
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    row.add(String.valueOf(rows.getString(i)));
                }
                found.add(row);
            }
            return found;
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }

    default long number(String sql) {
        return Long.parseLong(select(sql).get(0).get(0));
    }

    /** Returns the columns of all tables of the database. */
    default Map<String, Set<String>> columnsByTable() {
        Map<String, Set<String>> columns = new TreeMap<>();
        try (Connection connection = connect();
                ResultSet rows = connection.getMetaData().getColumns(null, null, "%", "%")) {
            while (rows.next()) {
                String schema = String.valueOf(rows.getString("TABLE_SCHEM"));
                String table = rows.getString("TABLE_NAME");
                if ((schema.equals("null") || schema.equals("heed"))
                        && !table.startsWith("sqlite_")
                        && !table.equals("suppression") // a view of others
                        && !table.equals("flyway_schema_history")) {
                    columns.computeIfAbsent(table, name -> new TreeSet<>()).add(rows.getString("COLUMN_NAME"));
                }
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
        columns.keySet()
                .removeIf(table -> StoredTables.ALL.stream()
                                .noneMatch(known -> known.name().equals(table))
                        && number("SELECT count(*) FROM " + tableCatalog() + " = '" + table + "'") == 0);
        return columns;
    }

    /** Returns the catalog of tables, up to its column of names: {@code sqlite_schema WHERE type = 'table' AND name}. */
    String tableCatalog();

    /** Adds Annabel, and puts a text with her name in every column that can hold one. Bob has an address that was hers. */
    default ProspectId addPersonEverywhere() {
        account().addField("Plan", ValueType.TEXT, List.of());
        account().setAddressMatching(AddressMatching.AS_DELIVERED);
        Prospect ann = prospect(
                "annabel-1",
                StandardFields.EMAIL,
                ANN_BEFORE.value(),
                StandardFields.FIRST_NAME,
                "Annabel",
                StandardFields.LAST_NAME,
                "Leevale",
                StandardFields.COMPANY,
                "Leevale Ravens",
                StandardFields.COUNTRY,
                "Leevaleland",
                StandardFields.STATE,
                "Leevalestate",
                StandardFields.CITY,
                "Leevaletown",
                StandardFields.LANGUAGE,
                "Leevalish",
                StandardFields.LEAD_SOURCE,
                "Leevale fair",
                StandardFields.LEAD_OWNER,
                "Leevale owner",
                StandardFields.LEAD_SCORE,
                "7",
                account().fields().find("Plan").orElseThrow(),
                "Leevale plan");
        sendMail(ANN_BEFORE.value());
        set(ann, StandardFields.BOUNCED, "yes");
        set(ann, StandardFields.EMAIL, ANN.value());
        set(ann, StandardFields.COMPANY, "Leevale Ravens 2");
        Prospect bob = prospect("B", StandardFields.EMAIL, ANN.value());
        set(bob, StandardFields.EMAIL, "bob@example.com");
        MailId mail = sendMail(ANN.value());
        attempt(
                ANN.value(),
                AttemptOutcome.rejected(
                        SmtpReply.of(SmtpReply.Stage.RCPT_TO, 550, "5.1.1 Annabel Leevale is unknown")));
        bounce(mail, BounceReason.USER_UNKNOWN, BounceKind.HARD);
        boolean optedOut = mail().optOuts().optOut(mark(mail), clock().instant());
        Set<EmailAddress> listed = account().write(work -> work.suppress(Set.of(ANN), editProvenance()));
        if (!optedOut || listed.isEmpty()) {
            throw new AssertionError("the person has no opt-out and no entry of the list");
        }
        addRows(ann.key(), mail);
        for (StoredTable table : StoredTables.ALL) {
            if (!Set.of("prospect", "provenance", "fact").contains(table.name())) {
                table.columns(Content.TEXT)
                        .forEach(column ->
                                execute("UPDATE " + table.name() + " SET " + column.name() + " = 'of Leevale'"));
            }
        }
        return ann.key();
    }

    /** Adds rows of those tables that only a run, an upgrade and a mailbox fill. */
    private void addRows(ProspectId ann, MailId mail) {
        String account = "(SELECT id FROM account WHERE name = 'Acme')";
        execute("INSERT INTO definition (account, automation, version, name, json, stored_at) VALUES (" + account
                + ", 'promo', 1, 'Promo', '{}', '2026-01-01T00:00:00Z')");
        execute(
                "INSERT INTO run (account, automation, version, entry, mailing, state, decided_at, zone, planned, started,"
                        + " finished) VALUES (" + account
                        + ", 'promo', 1, 1, 1, 'DONE', '2026-01-01T00:00:00Z', 'UTC', TRUE,"
                        + " '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z')");
        String run = "(SELECT max(id) FROM run)";
        execute("INSERT INTO ledger (run, prospect, ordinal, action, outcome, detail) VALUES (" + run + ", " + ann
                + ", 1, '1', 'APPLIED', 'x')");
        execute("INSERT INTO planned (run, prospect, fingerprint) VALUES (" + run + ", " + ann + ", 'x')");
        execute("INSERT INTO planned_effect (run, prospect, position, action, field, from_text, to_text) VALUES (" + run
                + ", " + ann + ", 1, '1', 2, 'x', 'x')");
        execute("INSERT INTO planned_failure (run, prospect, action, why) VALUES (" + run + ", " + ann + ", '1', 'x')");
        execute("INSERT INTO upgrade_finding (account, kind, sequence, prospect) VALUES (" + account + ", 'MERGED', 1, "
                + ann + ")");
        execute("INSERT INTO bounce_message (account, hash, size, taken, message_id) VALUES (" + account
                + ", 'a-hash', 1, 1, 'x')");
        execute(
                "INSERT INTO aside_mail (account, hash, sender, subject, excerpt, asks_opt_out, mail, missing_recipient) VALUES ("
                        + account + ", 'a-hash', '" + ANN + "', 'x', 'x', TRUE, " + mail + ", '" + ANN + "')");
        execute("INSERT INTO bounce_clearing (account, address, last) VALUES (" + account + ", '" + ANN + "', 0)");
        execute("UPDATE mail SET other = " + ann + " WHERE id = " + mail);
        execute("UPDATE address_opt_out SET ended_prospect = " + ann + " WHERE address = '" + ANN + "'");
        execute("UPDATE account SET erased_months = 600");
    }

    /** Returns the columns that can hold something of a person and are empty in all rows. */
    default List<String> emptyPersonalColumns() {
        List<String> empty = new ArrayList<>();
        for (StoredTable table : StoredTables.ALL) {
            for (StoredColumn column : table.columns()) {
                if (column.content().personal()
                        && number("SELECT count(" + column.name() + ") FROM " + table.name()) == 0) {
                    empty.add(column.qualifiedName());
                }
            }
        }
        return empty;
    }
}
