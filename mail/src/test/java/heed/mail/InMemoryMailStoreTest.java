package heed.mail;

import heed.model.testing.SettableClock;

class InMemoryMailStoreTest extends OutboxContract {
    @Override
    protected MailStore open(SettableClock clock) {
        return new InMemoryMailStore(clock);
    }
}
