package heed.store.internal;

import java.util.ArrayList;
import java.util.List;

/** Addresses at which prospects were mailed and that they have left: what was mailed to an address is found by them still. */
final class FormerAddresses {
    private final Session session;
    private final Owner owner;
    private final List<Left> left = new ArrayList<>();

    private record Left(long prospect, String address) {}

    FormerAddresses(Session session, Owner owner) {
        this.session = session;
        this.owner = owner;
    }

    void leave(long prospect, String address) {
        left.add(new Left(prospect, address));
    }

    void flush() {
        if (!left.isEmpty() && any()) {
            session.batch(
                    """
                    INSERT INTO former_address (account, address, prospect)
                    SELECT DISTINCT account, address, prospect FROM mail WHERE prospect = ? AND address = ? AND attempts > 0
                    ON CONFLICT DO NOTHING
                    """, left, (one, bindings) -> bindings.add(one.prospect).add(one.address));
        }
        left.clear();
    }

    private boolean any() {
        return session.yes("SELECT EXISTS (SELECT 1 FROM mail WHERE account = ?)", owner.account());
    }
}
