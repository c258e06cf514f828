package heed.mail.outbox;

import heed.mail.gate.Attempts;
import heed.mail.limits.DeliveryInstances;
import heed.model.prospect.EmailAddress;
import heed.model.prospect.ProspectFlag;
import heed.model.prospect.ProspectId;
import heed.model.run.RunId;
import heed.model.store.UnitOfWork;
import java.util.Optional;
import java.util.function.Function;

/** A store under the mail contracts: its two ports, and what else of it the contracts change. One account, no mail yet. */
public interface MailStore extends AutoCloseable {
    String ACCOUNT = "acme";

    Outbox outbox();

    Attempts attempts();

    DeliveryInstances deliveryInstances();

    ProspectId addProspect(Optional<EmailAddress> address);

    /** As a profile edit would, at the clock's instant. */
    void setFlag(ProspectId prospect, ProspectFlag flag, boolean value);

    /** Gives the prospect another address, as a profile edit would. */
    void changeAddress(ProspectId prospect, EmailAddress address);

    /** A run that mails can be queued by. */
    RunId addRun();

    /** One transaction, undone if the work throws. */
    <T> T write(Function<UnitOfWork, T> work);

    @Override
    void close();
}
