package heed.mail.outbox;

import heed.model.testing.SettableClock;

class InMemoryMailStoreTest extends OutboxContract {
    @Override
    protected MailStore open(SettableClock clock) {
        return new InMemoryMailStore(clock);
    }
}
