package heed.store.internal.prospects;

import heed.store.internal.sql.AccountKey;
import heed.store.internal.sql.SqlSession;
import java.util.ArrayList;
import java.util.List;

/**
 * The addresses that prospects were mailed at and have left. A search for the mails to an address uses them to find
 * mails to prospects that no longer have it.
 */
final class FormerAddressTable {
    private final SqlSession session;
    private final AccountKey account;
    private final List<FormerAddress> formerAddresses = new ArrayList<>();

    private record FormerAddress(long prospect, String address) {}

    FormerAddressTable(SqlSession session, AccountKey account) {
        this.session = session;
        this.account = account;
    }

    void add(long prospect, String address) {
        formerAddresses.add(new FormerAddress(prospect, address));
    }

    void flush() {
        if (!formerAddresses.isEmpty() && hasMail()) {
            session.batch(
                    """
                    INSERT INTO former_address (account, address, prospect)
                    SELECT DISTINCT account, address, prospect FROM mail WHERE prospect = ? AND address = ? AND attempts > 0
                    ON CONFLICT DO NOTHING
                    """,
                    formerAddresses,
                    (formerAddress, bindings) ->
                            bindings.add(formerAddress.prospect).add(formerAddress.address));
        }
        formerAddresses.clear();
    }

    private boolean hasMail() {
        return session.queryBoolean("SELECT EXISTS (SELECT 1 FROM mail WHERE account = ?)", account.id());
    }
}
