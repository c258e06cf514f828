package heed.store.internal.mail;

import heed.mail.LinkKey;
import heed.store.internal.sql.AccountKey;
import heed.store.internal.sql.SqlSession;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The stored keys of an account's links. One of them signs; the others are retired, and honoured for a time. */
final class LinkKeyTable {
    private final SqlSession session;
    private final AccountKey account;

    LinkKeyTable(SqlSession session, AccountKey account) {
        this.session = session;
        this.account = account;
    }

    /** Returns the keys that are honoured at an instant, the one that signs first. */
    List<LinkKey> list(Instant now) {
        return session.query("""
                SELECT secret FROM link_key WHERE account = ? AND (honoured_until IS NULL OR honoured_until > ?)
                ORDER BY honoured_until IS NOT NULL, created DESC, secret
                """, row -> LinkKey.parse(row.text(1)).orElseThrow(), account.id(), now.toEpochMilli());
    }

    /** Creates the first key, unless another process has created it by now, and returns all keys. */
    List<LinkKey> create(Instant now) {
        lock();
        if (list(now).isEmpty()) {
            insert(LinkKey.random(), now);
        }
        return list(now);
    }

    /** Retires the key that signs, adds the next one, and deletes what has expired; returns the number of deleted keys. */
    int rotate(Optional<LinkKey> next, Duration honoured, Instant now) {
        lock();
        session.update(
                "UPDATE link_key SET honoured_until = ? WHERE account = ? AND honoured_until IS NULL",
                now.plus(honoured).toEpochMilli(),
                account.id());
        next.ifPresent(key -> insert(key, now));
        return deleteExpired(now);
    }

    int deleteExpired(Instant now) {
        return session.update(
                "DELETE FROM link_key WHERE account = ? AND honoured_until <= ?", account.id(), now.toEpochMilli());
    }

    private void insert(LinkKey key, Instant now) {
        session.update(
                "INSERT INTO link_key (account, secret, created) VALUES (?, ?, ?)",
                account.id(),
                key.hex(),
                now.toEpochMilli());
    }

    /** Makes other transactions that change the keys wait. */
    private void lock() {
        session.query("SELECT id FROM account WHERE id = ? {for update}", row -> true, account.id());
    }
}
