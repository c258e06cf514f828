package heed.store;

import heed.model.SettableClock;

class PostgresMailboxesTest extends MailboxesContract {
    @Override
    DatabaseStore empty(SettableClock settable) {
        return PostgresStore.openExisting(TestPostgres.empty(), PostgresStore.SCHEMA, settable);
    }
}
