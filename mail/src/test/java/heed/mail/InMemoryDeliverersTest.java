package heed.mail;

import heed.model.testing.SettableClock;

class InMemoryDeliverersTest extends DeliverersContract {
    @Override
    protected MailStore open(SettableClock clock) {
        return new InMemoryMailStore(clock);
    }
}
