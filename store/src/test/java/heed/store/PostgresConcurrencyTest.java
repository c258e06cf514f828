package heed.store;

import heed.model.testing.SettableClock;

class PostgresConcurrencyTest extends ConcurrencyContract {
    @Override
    DatabaseStore empty(SettableClock settable) {
        return PostgresStore.openExisting(TestPostgres.empty(), PostgresStore.SCHEMA, settable);
    }

    @Override
    DatabaseStore again(SettableClock settable) {
        return PostgresStore.openExisting(TestPostgres.role(), PostgresStore.SCHEMA, settable);
    }
}
