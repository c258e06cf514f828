package heed.store.internal.check;

import heed.model.fact.Provenance;
import heed.model.field.StandardFields;
import heed.model.prospect.ProspectFlag;
import heed.model.store.CheckFinding.Area;
import heed.model.store.CheckFinding.Inconsistency;
import heed.model.suppression.SuppressionReason;
import heed.store.internal.sql.FieldColumns;
import heed.store.internal.sql.SqlSession;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A question to a store whose answer is that there is no such row.
 *
 * @param keyName what the key that the SQL selects is the key of
 */
record IntegrityCheck(Area part, String problem, String repair, String keyName, String sql, List<Object> values) {
    static final String RESTORE = "something else than Heed wrote here: restore a backup";
    private static final String STOP_SENDING = "stop all sending; ";
    private static final int MAX_EXAMPLES = 5;

    private static IntegrityCheck of(
            Area part, String problem, String repair, String keyName, String sql, Object... values) {
        return new IntegrityCheck(part, problem, repair, keyName, sql, List.of(values));
    }

    /** How many rows there are after all, and the first of them. */
    Optional<Inconsistency> findFault(SqlSession session) {
        long count = session.queryNumber("SELECT count(*) FROM (" + sql + ") found", values.toArray());
        return count == 0
                ? Optional.empty()
                : Optional.of(new Inconsistency(
                        problem,
                        count,
                        session.query(
                                "SELECT * FROM (" + sql + ") found ORDER BY 1 LIMIT " + MAX_EXAMPLES,
                                row -> keyName + " " + row.number(1),
                                values.toArray()),
                        repair));
    }

    /** Those of one part, in order. */
    static Stream<IntegrityCheck> ofPart(Area part) {
        return ALL.stream().filter(check -> check.part == part);
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
        checks.add(of(Area.REFERENCES, "bounces out of a message that was never taken", RESTORE, "bounce", """
                SELECT b.id FROM bounce b WHERE b.message IS NOT NULL AND NOT EXISTS (
                    SELECT 1 FROM bounce_message m WHERE m.account = b.account AND m.hash = b.message)
                """));
        checks.add(of(Area.REFERENCES, "runs of a version of an automation that is not there", RESTORE, "run", """
                SELECT r.id FROM run r WHERE NOT EXISTS (SELECT 1 FROM definition d
                    WHERE d.account = r.account AND d.automation = r.automation AND d.version = r.version)
                """));
        for (ProspectFlag flag : ProspectFlag.values()) {
            checks.add(flagWithoutSuppression(flag));
            checks.add(flagWithoutFact(flag));
        }
        checks.add(of(
                Area.SUPPRESSION,
                "addresses that are on the suppression list, or are not, against the last word of their record",
                "`heed suppression history ADDRESS` shows who said what; `heed suppression add` or `remove` puts it right",
                "provenance",
                """
                SELECT l.provenance FROM listing l
                WHERE l.sequence = (SELECT max(n.sequence) FROM listing n
                        WHERE n.account = l.account AND n.address = l.address)
                    AND l.listed = NOT EXISTS (SELECT 1 FROM listed_suppression s
                        WHERE s.account = l.account AND s.address = l.address)
                """));
        checks.add(of(
                Area.SUPPRESSION,
                "addresses on the suppression list that no record says who put there",
                RESTORE,
                "provenance",
                """
                SELECT s.provenance FROM listed_suppression s WHERE NOT EXISTS (
                    SELECT 1 FROM listing l WHERE l.account = s.account AND l.address = s.address)
                """));
        checks.add(of(
                Area.SUPPRESSION,
                "prospects without Bounced whose address bounces mark",
                "`heed bounces show EMAIL` says what marks it; `heed set --prospect ID Bounced=Yes` puts it right",
                "prospect",
                """
                SELECT p.key FROM bounced_address b JOIN prospect p ON p.account = b.account AND p.email = b.address
                WHERE p.bounced_since IS NULL
                """));
        checks.add(
                of(Area.SUPPRESSION, "addresses marked for bounces of which none is kept", RESTORE, "provenance", """
                SELECT b.provenance FROM bounced_address b WHERE NOT EXISTS (
                    SELECT 1 FROM bounce x WHERE x.account = b.account AND x.address = b.address)
                """));
        checks.add(of(Area.SUPPRESSION, "bounces that are held by no pause that lasts", RESTORE, "bounce", """
                SELECT b.id FROM bounce b WHERE b.standing = 'HELD' AND NOT EXISTS (
                    SELECT 1 FROM bounce_pause p WHERE p.id = b.pause AND p.ended IS NULL)
                """));
        checks.add(of(Area.HISTORY, "prospects that were not created exactly once", RESTORE, "prospect", """
                SELECT p.key FROM prospect p
                WHERE (SELECT count(*) FROM fact f WHERE f.prospect = p.key AND f.field IS NULL) <> 1
                """));
        checks.add(of(Area.LEDGER, "runs that count other than their ledger has", RESTORE, "run", """
                SELECT r.id FROM run r LEFT JOIN (
                    SELECT run, sum(CASE outcome WHEN 'APPLIED' THEN 1 ELSE 0 END) AS applied,
                        sum(CASE outcome WHEN 'FAILED' THEN 1 ELSE 0 END) AS failed, count(*) AS entries
                    FROM ledger GROUP BY run) l ON l.run = r.id
                WHERE r.applied <> coalesce(l.applied, 0) OR r.failed <> coalesce(l.failed, 0)
                    OR r.applied + r.skipped + r.failed <> coalesce(l.entries, 0)
                """));
        checks.add(of(
                Area.LEDGER,
                "entries of the ledger that say that something was done, where neither a fact nor a mail does",
                RESTORE,
                "prospect",
                """
                SELECT l.prospect FROM ledger l JOIN run r ON r.id = l.run AND NOT r.facts_dropped
                WHERE l.outcome = 'APPLIED'
                    AND NOT EXISTS (SELECT 1 FROM fact f WHERE f.run = l.run AND f.prospect = l.prospect)
                    AND NOT EXISTS (SELECT 1 FROM mail m WHERE m.run = l.run AND m.prospect = l.prospect)
                """));
        // Clearing Bounced of one prospect clears it of others who have the address: they are in no ledger.
        checks.add(of(
                Area.LEDGER,
                "facts of a run that its ledger does not have",
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
                "rows of " + table + " with a " + target + " that is not there",
                RESTORE,
                target,
                """
                SELECT t.%2$s FROM %1$s t WHERE t.%2$s IS NOT NULL
                    AND NOT EXISTS (SELECT 1 FROM %3$s x WHERE x.%4$s = t.%2$s)
                """.formatted(table, column, target, key));
    }

    private static IntegrityCheck flagWithoutSuppression(ProspectFlag flag) {
        return of(
                Area.SUPPRESSION,
                "prospects with " + flag.field().label() + " whose address is not on the suppression list for it",
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
                "prospects with " + flag.field().label() + " of which nobody ever said so",
                "`heed set --prospect ID` says again what is right",
                "prospect",
                """
                SELECT p.key FROM prospect p WHERE p.%s IS NOT NULL
                    AND NOT EXISTS (SELECT 1 FROM fact f WHERE f.prospect = p.key AND f.field = ?)
                """.formatted(FieldColumns.columnOf(flag.field())),
                flag.field().slot());
    }
}
