package heed.mail;

import heed.model.SettableClock;

class InMemoryDeliverersTest extends DeliverersContract {
    @Override
    protected MailStore open(SettableClock clock) {
        return new InMemoryMailStore(clock);
    }
}
