package heed.store;

import heed.model.testing.SettableClock;

class PostgresMailboxesTest extends MailboxesContract {
    @Override
    DatabaseStore empty(SettableClock settable) {
        return PostgresStore.openExisting(TestPostgres.empty(), PostgresStore.SCHEMA, settable);
    }
}
