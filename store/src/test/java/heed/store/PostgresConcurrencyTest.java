package heed.store;

import heed.model.testing.SettableClock;

class PostgresConcurrencyTest extends ConcurrencyContract {
    @Override
    DatabaseStore createEmpty(SettableClock clock) {
        return PostgresStore.openExisting(TestPostgres.emptyStore(), PostgresStore.SCHEMA, clock);
    }

    @Override
    DatabaseStore reopen(SettableClock clock) {
        return PostgresStore.openExisting(TestPostgres.userDataSource(), PostgresStore.SCHEMA, clock);
    }
}
