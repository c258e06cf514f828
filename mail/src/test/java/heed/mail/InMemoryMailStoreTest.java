package heed.mail;

import heed.model.SettableClock;

class InMemoryMailStoreTest extends OutboxContract {
    @Override
    protected MailStore open(SettableClock clock) {
        return new InMemoryMailStore(clock);
    }
}
