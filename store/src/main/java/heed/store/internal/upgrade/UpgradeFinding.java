package heed.store.internal.upgrade;

import heed.model.store.UpgradeNote;
import heed.store.internal.sql.AccountKey;
import heed.store.internal.sql.SqlSession;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Kinds of what an upgrade of a store found, and the table that keeps it. */
public enum UpgradeFinding {
    REWRITTEN(
            "prospects have an address that earlier versions stored in another form, such as with invisible or full-width"
                    + " characters; it is in its canonical form now"),
    MERGED("of them now have the address of another prospect; all stay, and a suppression of one covers the others"),
    CLEARED("prospects had an Email that is no address, and is empty now"),
    LISTING_REWRITTEN("addresses on the suppression list itself are in their canonical form now"),
    SUPPRESSED_OTHERWISE(
            "suppressed addresses may have been given in another spelling of their domain, such as with ß for"
                    + " ss, and are suppressed in both"),
    MAY_BE_OTHER(
            "prospects have a domain that earlier versions also stored for another spelling, such as ss for ß; mail goes"
                    + " to the stored one");

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
