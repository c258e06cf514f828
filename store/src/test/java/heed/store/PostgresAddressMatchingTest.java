package heed.store;

import heed.model.testing.SettableClock;

class PostgresAddressMatchingTest extends AddressMatchingContract {
    @Override
    DatabaseStore createEmpty(SettableClock clock) {
        return PostgresStore.openExisting(TestPostgres.emptyStore(), PostgresStore.SCHEMA, clock);
    }
}
