package heed.store.internal.prospects;

import heed.store.internal.sql.AccountKey;
import heed.store.internal.sql.SqlSession;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.stream.LongStream;

/** Generates Ids for prospects that come without one: H1, H2 and so on, without those that imported prospects have. */
final class ProspectIdGenerator {
    private static final int BLOCK = 1000;

    private final SqlSession session;
    private final AccountKey account;
    private final Set<String> excluded = new HashSet<>();
    private final Queue<String> available = new ArrayDeque<>();
    /** The last number that earlier transactions used. */
    private final long initial;

    private long lastConsidered;
    private long lastUsed;

    /** @param lock whether to lock the account, so that only one transaction at a time generates Ids */
    ProspectIdGenerator(SqlSession session, AccountKey account, boolean lock) {
        this.session = session;
        this.account = account;
        this.initial = session.queryNumber(
                "SELECT generated_ids FROM account WHERE id = ?" + (lock ? " {for update}" : ""), account.id());
        this.lastConsidered = initial;
        this.lastUsed = initial;
    }

    /** Excludes Ids that later rows of the import have. */
    void exclude(Collection<String> ids) {
        excluded.addAll(ids);
        available.removeIf(excluded::contains);
    }

    /** Returns an Id that no prospect has. */
    String next() {
        while (available.isEmpty()) {
            List<String> candidates = LongStream.rangeClosed(lastConsidered + 1, lastConsidered + BLOCK)
                    .mapToObj(number -> "H" + number)
                    .filter(id -> !excluded.contains(id))
                    .toList();
            lastConsidered += BLOCK;
            Set<String> usedIds = new HashSet<>(session.queryIn(
                    "SELECT id FROM prospect WHERE account = ? AND id {in ?}",
                    candidates,
                    row -> row.text(1),
                    account.id()));
            candidates.stream().filter(id -> !usedIds.contains(id)).forEach(available::add);
        }
        String id = available.remove();
        lastUsed = Long.parseLong(id.substring(1));
        return id;
    }

    /** Stores the last number used, after which the next transaction continues. */
    void save() {
        if (lastUsed != initial) {
            session.update("UPDATE account SET generated_ids = ? WHERE id = ?", lastUsed, account.id());
        }
    }
}
