package heed.store.internal.check;

import heed.model.fact.Provenance;
import heed.model.field.StandardFields;
import heed.model.prospect.ProspectFlag;
import heed.model.store.CheckFinding.Area;
import heed.model.store.CheckFinding.Inconsistency;
import heed.model.store.CheckFinding.Remedy;
import heed.model.suppression.SuppressionReason;
import heed.store.internal.sql.FieldColumns;
import heed.store.internal.sql.SqlSession;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A check whose SQL selects the rows that are inconsistent: none in a sound store.
 *
 * @param keyName the kind of key that the SQL selects
 */
record IntegrityCheck(
        Area area,
        String description,
        String repair,
        Optional<Remedy> remedy,
        String keyName,
        String sql,
        List<Object> values) {
    static final String RESTORE = "a program other than Heed changed these rows: restore a backup";
    private static final String STOP_SENDING = "stop all sending; ";
    private static final int MAX_EXAMPLES = 5;

    private static IntegrityCheck of(
            Area area, String description, String repair, String keyName, String sql, Object... values) {
        return new IntegrityCheck(area, description, repair, Optional.empty(), keyName, sql, List.of(values));
    }

    private IntegrityCheck withRemedy(Remedy possibleRemedy) {
        return new IntegrityCheck(area, description, repair, Optional.of(possibleRemedy), keyName, sql, values);
    }

    /** Returns the number of inconsistent rows and the keys of the first ones; empty if there are none. */
    Optional<Inconsistency> findInconsistency(SqlSession session) {
        long count = session.queryNumber("SELECT count(*) FROM (" + sql + ") found", values.toArray());
        return count == 0
                ? Optional.empty()
                : Optional.of(new Inconsistency(
                        description,
                        count,
                        session.query(
                                "SELECT * FROM (" + sql + ") found ORDER BY 1 LIMIT " + MAX_EXAMPLES,
                                row -> keyName + " " + row.number(1),
                                values.toArray()),
                        repair,
                        remedy));
    }

    /** Returns the checks of one area in their order. */
    static Stream<IntegrityCheck> ofArea(Area area) {
        return ALL.stream().filter(check -> check.area == area);
    }

    private static final List<IntegrityCheck> ALL = createAll();

    private static List<IntegrityCheck> createAll() {
        List<IntegrityCheck> checks = new ArrayList<>();
        checks.add(missingReference("prospect", "account", "account", "id"));
        checks.add(missingReference("field", "account", "account", "id"));
        checks.add(missingReference("fact", "prospect", "prospect", "key"));
        checks.add(missingReference("fact", "provenance", "provenance", "id"));
        checks.add(missingReference("fact", "run", "run", "id"));
        checks.add(missingReference("ledger", "run", "run", "id"));
        checks.add(missingReference("ledger", "prospect", "prospect", "key"));
        checks.add(missingReference("planned", "run", "run", "id"));
        checks.add(missingReference("planned", "prospect", "prospect", "key"));
        checks.add(missingReference("bounce_evidence", "prospect", "prospect", "key"));
        checks.add(missingReference("listed_suppression", "provenance", "provenance", "id"));
        checks.add(missingReference("listing", "provenance", "provenance", "id"));
        checks.add(missingReference("suppressed_domain", "provenance", "provenance", "id"));
        checks.add(missingReference("domain_listing", "provenance", "provenance", "id"));
        checks.add(missingReference("address_opt_out", "provenance", "provenance", "id"));
        checks.add(missingReference("address_opt_out", "ended", "provenance", "id"));
        checks.add(missingReference("forgotten_address", "provenance", "provenance", "id"));
        checks.add(missingReference("forgotten_address", "ended", "provenance", "id"));
        checks.add(missingReference("message", "account", "account", "id"));
        checks.add(missingReference("mail", "message", "message", "id"));
        checks.add(missingReference("mail", "prospect", "prospect", "key"));
        checks.add(missingReference("mail", "run", "run", "id"));
        checks.add(missingReference("bounce", "account", "account", "id"));
        checks.add(missingReference("bounce", "mail", "mail", "id"));
        checks.add(missingReference("bounce", "run", "run", "id"));
        checks.add(missingReference("bounce", "pause", "bounce_pause", "id"));
        checks.add(missingReference("bounce_message", "account", "account", "id"));
        checks.add(missingReference("bounce_pause", "account", "account", "id"));
        checks.add(missingReference("bounced_address", "provenance", "provenance", "id"));
        checks.add(missingReference("bounce_clearing", "last", "bounce", "id"));
        checks.add(of(Area.REFERENCES, "bounces that refer to a missing bounce message", RESTORE, "bounce", """
                SELECT b.id FROM bounce b WHERE b.message IS NOT NULL AND NOT EXISTS (
                    SELECT 1 FROM bounce_message m WHERE m.account = b.account AND m.hash = b.message)
                """));
        checks.add(of(Area.REFERENCES, "runs that refer to a missing version of an automation", RESTORE, "run", """
                SELECT r.id FROM run r WHERE NOT EXISTS (SELECT 1 FROM definition d
                    WHERE d.account = r.account AND d.automation = r.automation AND d.version = r.version)
                """));
        for (ProspectFlag flag : ProspectFlag.values()) {
            checks.add(flagWithoutSuppression(flag));
            checks.add(flagWithoutFact(flag));
        }
        checks.add(contradictoryListing("addresses", "listed_suppression", "listing", "address"));
        checks.add(listingWithoutHistory("addresses", "listed_suppression", "listing", "address"));
        checks.add(contradictoryListing("domains", "suppressed_domain", "domain_listing", "domain"));
        checks.add(listingWithoutHistory("domains", "suppressed_domain", "domain_listing", "domain"));
        checks.add(of(
                        Area.SUPPRESSION,
                        "prospects without Bounced whose address is marked as bounced",
                        "review the bounces of the address, then set Bounced of the prospect to Yes",
                        "prospect",
                        """
                SELECT p.key FROM bounced_address b JOIN prospect p ON p.account = b.account AND p.email = b.address
                WHERE p.bounced_since IS NULL
                """)
                .withRemedy(Remedy.SET_BOUNCED));
        checks.add(of(
                Area.SUPPRESSION, "addresses marked as bounced without a stored bounce", RESTORE, "provenance", """
                SELECT b.provenance FROM bounced_address b WHERE NOT EXISTS (
                    SELECT 1 FROM bounce x WHERE x.account = b.account AND x.address = b.address)
                """));
        checks.add(of(Area.SUPPRESSION, "held bounces without an open pause", RESTORE, "bounce", """
                SELECT b.id FROM bounce b WHERE b.standing = 'HELD' AND NOT EXISTS (
                    SELECT 1 FROM bounce_pause p WHERE p.id = b.pause AND p.ended IS NULL)
                """));
        checks.add(of(Area.HISTORY, "prospects without exactly one fact of their creation", RESTORE, "prospect", """
                SELECT p.key FROM prospect p
                WHERE (SELECT count(*) FROM fact f WHERE f.prospect = p.key AND f.field IS NULL) <> 1
                """));
        checks.add(of(Area.LEDGER, "runs whose counts differ from their ledger", RESTORE, "run", """
                SELECT r.id FROM run r LEFT JOIN (
                    SELECT run, sum(CASE outcome WHEN 'APPLIED' THEN 1 ELSE 0 END) AS applied,
                        sum(CASE outcome WHEN 'FAILED' THEN 1 ELSE 0 END) AS failed, count(*) AS entries
                    FROM ledger GROUP BY run) l ON l.run = r.id
                WHERE r.applied <> coalesce(l.applied, 0) OR r.failed <> coalesce(l.failed, 0)
                    OR r.applied + r.skipped + r.failed <> coalesce(l.entries, 0)
                """));
        checks.add(of(
                Area.LEDGER, "applied entries of the ledger with neither a fact nor a mail", RESTORE, "prospect", """
                SELECT l.prospect FROM ledger l JOIN run r ON r.id = l.run AND NOT r.facts_dropped
                WHERE l.outcome = 'APPLIED'
                    AND NOT EXISTS (SELECT 1 FROM fact f WHERE f.run = l.run AND f.prospect = l.prospect)
                    AND NOT EXISTS (SELECT 1 FROM mail m WHERE m.run = l.run AND m.prospect = l.prospect)
                """));
        // Clearing Bounced of one prospect also clears it of the others with the same address, who are in no ledger.
        checks.add(of(
                Area.LEDGER,
                "facts of a run without an entry in its ledger",
                RESTORE,
                "prospect",
                """
                SELECT f.prospect FROM fact f JOIN provenance v ON v.id = f.provenance
                WHERE f.run IS NOT NULL AND v.source = ? AND NOT (f.field = ? AND f.to_text = 'No')
                    AND NOT EXISTS (SELECT 1 FROM ledger l WHERE l.run = f.run AND l.prospect = f.prospect)
                """,
                Provenance.Origin.AUTOMATION.name(),
                StandardFields.BOUNCED.slot()));
        return List.copyOf(checks);
    }

    private static IntegrityCheck missingReference(String table, String column, String target, String key) {
        return of(
                Area.REFERENCES,
                "rows of " + table + " that refer to a missing " + target,
                RESTORE,
                target,
                """
                SELECT t.%2$s FROM %1$s t WHERE t.%2$s IS NOT NULL
                    AND NOT EXISTS (SELECT 1 FROM %3$s x WHERE x.%4$s = t.%2$s)
                """.formatted(table, column, target, key));
    }

    private static IntegrityCheck contradictoryListing(String noun, String current, String history, String column) {
        return of(
                        Area.SUPPRESSION,
                        noun + " whose place on the suppression list contradicts the last entry of their history",
                        "read the history of the " + column + ", then add it to the suppression list or remove it",
                        "provenance",
                        """
                SELECT l.provenance FROM %2$s l
                WHERE l.sequence = (SELECT max(n.sequence) FROM %2$s n
                        WHERE n.account = l.account AND n.%3$s = l.%3$s)
                    AND l.listed = NOT EXISTS (SELECT 1 FROM %1$s s
                        WHERE s.account = l.account AND s.%3$s = l.%3$s)
                """.formatted(current, history, column))
                .withRemedy(Remedy.CORRECT_SUPPRESSION_LIST);
    }

    private static IntegrityCheck listingWithoutHistory(String noun, String current, String history, String column) {
        return of(
                Area.SUPPRESSION,
                noun + " on the suppression list without an entry in their history",
                RESTORE,
                "provenance",
                """
                SELECT s.provenance FROM %1$s s WHERE NOT EXISTS (
                    SELECT 1 FROM %2$s l WHERE l.account = s.account AND l.%3$s = s.%3$s)
                """.formatted(current, history, column));
    }

    private static IntegrityCheck flagWithoutSuppression(ProspectFlag flag) {
        return of(
                Area.SUPPRESSION,
                "prospects with " + flag.field().label() + " whose address is not suppressed because of it",
                STOP_SENDING + RESTORE,
                "prospect",
                """
                SELECT p.key FROM prospect p WHERE p.%s IS NOT NULL AND p.email IS NOT NULL AND NOT EXISTS (
                    SELECT 1 FROM suppression s WHERE s.account = p.account AND s.address = p.email
                        AND s.reason = '%s' AND s.prospect = p.key)
                """.formatted(
                                FieldColumns.columnOf(flag.field()),
                                SuppressionReason.of(flag).name()));
    }

    private static IntegrityCheck flagWithoutFact(ProspectFlag flag) {
        return of(
                        Area.VALUES,
                        "prospects with " + flag.field().label() + " but no fact about it",
                        "set the field to the right value",
                        "prospect",
                        """
                SELECT p.key FROM prospect p WHERE p.%s IS NOT NULL
                    AND NOT EXISTS (SELECT 1 FROM fact f WHERE f.prospect = p.key AND f.field = ?)
                """.formatted(FieldColumns.columnOf(flag.field())),
                        flag.field().slot())
                .withRemedy(Remedy.SET_FIELD);
    }
}
