package heed.store.internal.upgrade;

import heed.model.store.UpgradeNote;
import heed.store.internal.sql.AccountKey;
import heed.store.internal.sql.SqlSession;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Kinds of what an upgrade of a store found, and the table that keeps it. */
public enum UpgradeFinding {
    /** A prospect's address was stored in another form. */
    REWRITTEN(
            "prospects whose address was stored in another form, such as with invisible or full-width characters, and is"
                    + " canonical now"),
    /** A prospect got the address of another prospect. */
    MERGED(
            "prospects who now have the address of another prospect; all stay, and a suppression of one covers the others"),
    /** What a prospect had was no address: it had no visible characters, for example. */
    CLEARED("prospects whose Email was no address, and is empty now"),
    /** An address on the suppression list itself was stored in another form. */
    LISTING_REWRITTEN("addresses on the suppression list itself that are in their canonical form now"),
    /** A suppressed address whose domain may have been typed otherwise; the other spelling is suppressed too. */
    SUPPRESSED_OTHERWISE(
            "suppressed addresses that may have been typed in another spelling of their domain, such as with ß for"
                    + " ss, and are suppressed in both"),
    /** A prospect whose domain may have been typed otherwise. */
    MAY_BE_OTHER(
            "prospects whose domain may have been typed in another spelling, such as with ß for ss; mail goes to the"
                    + " stored one");

    /** The version of the schema whose upgrade finds them. */
    public static final int VERSION = 13;

    private final String description;

    UpgradeFinding(String description) {
        this.description = description;
    }

    /** Stores one case. */
    void add(SqlSession session, AccountKey account, @Nullable Long prospect) {
        session.update("""
                INSERT INTO upgrade_finding (account, kind, sequence, prospect)
                SELECT ?1, ?2, 1 + (SELECT coalesce(max(sequence), 0) FROM upgrade_finding WHERE account = ?1 AND kind = ?2), ?3
                """, account.id(), name(), prospect);
    }

    /** Returns a note for each kind of which there are cases. */
    public static List<UpgradeNote> notes(SqlSession session) {
        return Arrays.stream(values())
                .map(kind -> kind.note(session))
                .filter(note -> note.count() > 0)
                .toList();
    }

    private UpgradeNote note(SqlSession session) {
        return new UpgradeNote(
                description,
                session.queryNumber("SELECT count(*) FROM upgrade_finding WHERE kind = ?", name()),
                session.query("""
                        SELECT p.id FROM upgrade_finding f JOIN prospect p ON p.key = f.prospect
                        WHERE f.kind = ? ORDER BY f.account, f.sequence
                        """, row -> row.text(1), name()));
    }
}
