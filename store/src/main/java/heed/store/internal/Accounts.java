package heed.store.internal;

import heed.model.field.Field;
import heed.model.field.FieldCatalog;
import heed.model.field.StandardFields;
import heed.model.field.TextKey;
import heed.model.field.ValueType;
import heed.model.prospect.AddressMatching;
import heed.model.store.Account;
import heed.store.internal.Session.Row;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Accounts and the fields that they declare. */
public final class Accounts {
    private static final int LONGEST_NAME = 60;
    private static final int MOST_FIELDS = 500;

    private Accounts() {}

    public static String storeId(Session session) {
        return session.first("SELECT id FROM store", row -> row.text(1)).orElseThrow();
    }

    public static List<Account> all(Session session) {
        return session.list("SELECT name, zone, mailboxes FROM account ORDER BY name", Accounts::account);
    }

    static List<Owner> owners(Session session) {
        return session.list("SELECT id FROM account ORDER BY id", row -> new Owner(row.number(1)));
    }

    static Account account(Session session, Owner owner) {
        return session.first(
                        "SELECT name, zone, mailboxes FROM account WHERE id = ?", Accounts::account, owner.account())
                .orElseThrow();
    }

    private static Account account(Row row) throws SQLException {
        return new Account(
                row.text(1),
                ZoneId.of(row.text(2)),
                AddressMatching.find(row.text(3)).orElseThrow());
    }

    public static Optional<Owner> find(Session session, String name) {
        return session.first("SELECT id FROM account WHERE name = ?", row -> new Owner(row.number(1)), name);
    }

    /** @throws IllegalArgumentException if there is one of that name, or the name is none */
    public static Owner add(Session session, String name, ZoneId zone) {
        requireName("an account's name", name);
        if (find(session, name).isPresent()) {
            throw new IllegalArgumentException("there is an account \"" + name + "\" already");
        }
        return new Owner(
                session.number("INSERT INTO account (name, zone) VALUES (?, ?) RETURNING id", name, zone.getId()));
    }

    static void setZone(Session session, Owner owner, ZoneId zone) {
        session.update("UPDATE account SET zone = ? WHERE id = ?", zone.getId(), owner.account());
    }

    static void setMailboxes(Session session, Owner owner, AddressMatching mailboxes) {
        session.dialect().takeAll(session, owner);
        session.update("UPDATE account SET mailboxes = ? WHERE id = ?", mailboxes.id(), owner.account());
        new Spellings(session, owner, mailboxes).rebuild();
    }

    static FieldCatalog catalog(Session session, Owner owner) {
        return new FieldCatalog(session.list(
                "SELECT slot, api_name, label, type, search_words FROM field WHERE account = ? ORDER BY slot",
                row -> new Field(
                        row.text(2),
                        row.text(3),
                        ValueType.find(row.text(4)).orElseThrow(),
                        row.text(5).lines().toList(),
                        (int) row.number(1),
                        true),
                owner.account()));
    }

    static Field addField(Session session, Owner owner, String label, ValueType type, List<String> searchWords) {
        String clean = TextKey.clean(label);
        requireName("a field's label", clean);
        FieldCatalog catalog = catalog(session, owner);
        if (catalog.size() >= StandardFields.ALL.size() + MOST_FIELDS) {
            throw new IllegalArgumentException("an account has at most " + MOST_FIELDS + " fields of its own");
        }
        String apiName = apiName(clean);
        if (apiName.isEmpty()) {
            throw new IllegalArgumentException("a field's label has a letter or a digit");
        }
        requireFree(clean, catalog);
        requireFree(apiName, catalog);
        Field field = new Field(
                apiName,
                clean,
                type,
                searchWords.stream()
                        .map(word -> TextKey.of(word.replaceAll("\\s+", " ")))
                        .filter(word -> !word.isEmpty())
                        .distinct()
                        .toList(),
                catalog.size(),
                true);
        session.update(
                "INSERT INTO field (account, slot, api_name, label, type, search_words) VALUES (?, ?, ?, ?, ?, ?)",
                owner.account(),
                field.slot(),
                field.apiName(),
                field.label(),
                type.id(),
                String.join("\n", field.searchWords()));
        return field;
    }

    /** The label's words in camel case. */
    private static String apiName(String label) {
        StringBuilder name = new StringBuilder();
        for (String word : label.split("[^\\p{L}\\p{N}]+", -1)) {
            if (!word.isEmpty()) {
                String lower = word.toLowerCase(Locale.ROOT);
                int first = lower.offsetByCodePoints(0, 1);
                name.append(
                        name.isEmpty()
                                ? lower
                                : lower.substring(0, first).toUpperCase(Locale.ROOT) + lower.substring(first));
            }
        }
        return name.toString();
    }

    private static void requireFree(String name, FieldCatalog catalog) {
        catalog.find(name).ifPresent(other -> {
            throw new IllegalArgumentException("the field " + other.label() + " is called \"" + name + "\" already");
        });
    }

    private static void requireName(String what, String name) {
        if (!name.equals(TextKey.clean(name))
                || name.isEmpty()
                || name.codePointCount(0, name.length()) > LONGEST_NAME
                || name.codePoints().anyMatch(Accounts::isControl)) {
            throw new IllegalArgumentException(
                    what + " has 1 to " + LONGEST_NAME + " characters, none of them a control character");
        }
    }

    /** Also what breaks a line or turns its direction round; joiners, which some scripts write with, are none. */
    private static boolean isControl(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE ->
                true;
            case Character.FORMAT -> codePoint != 0x200C && codePoint != 0x200D;
            default -> false;
        };
    }
}
