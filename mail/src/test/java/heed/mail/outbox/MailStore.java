package heed.mail.outbox;

import heed.mail.gate.Attempts;
import heed.mail.limits.DeliveryInstances;
import heed.model.prospect.EmailAddress;
import heed.model.prospect.ProspectFlag;
import heed.model.prospect.ProspectId;
import heed.model.run.RunId;
import heed.model.store.UnitOfWork;
import heed.model.suppression.SuppressedDomain;
import java.util.Optional;
import java.util.function.Function;

/**
 * A store under the contracts of mail, with one account: the ports of mail, and the changes that the contracts make.
 */
public interface MailStore extends AutoCloseable {
    String ACCOUNT = "acme";

    Outbox outbox();

    Attempts attempts();

    DeliveryInstances deliveryInstances();

    ProspectId addProspect(Optional<EmailAddress> address);

    /** Sets a flag of a prospect by a profile edit, at the clock's instant. */
    void setFlag(ProspectId prospect, ProspectFlag flag, boolean value);

    /** Puts a domain on the suppression list, at the clock's instant. */
    void suppressDomain(SuppressedDomain domain);

    /** Changes the address of a prospect by a profile edit. */
    void changeAddress(ProspectId prospect, EmailAddress address);

    /** Adds a run, by which mails can be queued. */
    RunId addRun();

    /** Runs work in one transaction, which is rolled back if the work throws. */
    <T> T write(Function<UnitOfWork, T> work);

    @Override
    void close();
}
