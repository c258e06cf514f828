package heed.mail.limits;

import heed.mail.outbox.InMemoryMailStore;
import heed.mail.outbox.MailStore;
import heed.model.testing.SettableClock;

class InMemoryDeliveryInstancesTest extends DeliveryInstancesContract {
    @Override
    protected MailStore open(SettableClock clock) {
        return new InMemoryMailStore(clock);
    }
}
