package heed.bounces.marking;

import heed.bounces.BounceVerdict;
import heed.bounces.Diagnosis;
import heed.bounces.classify.BounceDiagnoser;
import heed.mail.MailId;
import heed.mail.SendState;
import heed.mail.SmtpReply;
import heed.mail.gate.Mail;
import heed.mail.outbox.InMemoryMailStore;
import heed.mail.outbox.SendQuery;
import heed.model.prospect.EmailAddress;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The mails of one account in maps, whose refusals are bounces and mark addresses by the rules of the product. */
class MarkingMailStore extends InMemoryMailStore {
    private static final BounceDiagnoser STANDARD = new CachedDiagnoser(BounceDiagnoser.standard());

    private final BounceDiagnoser diagnoser;
    private final InMemoryBounceWork bounces = new InMemoryBounceWork(prospects, this::acceptedMails);

    MarkingMailStore(Clock clock) {
        this(clock, STANDARD);
    }

    MarkingMailStore(Clock clock, BounceDiagnoser diagnoser) {
        super(clock);
        this.diagnoser = diagnoser;
    }

    private List<AddressHistory.AcceptedMail> acceptedMails(EmailAddress address) {
        SendQuery sent = new SendQuery(Optional.empty(), Optional.empty(), Optional.of(SendState.SENT));
        return listSends(sent, MailId.START, Integer.MAX_VALUE).stream()
                .filter(mail -> mail.address().equals(Optional.of(address)))
                .map(mail -> new AddressHistory.AcceptedMail(mail.id(), mail.changedAt()))
                .toList();
    }

    @Override
    protected void ignoreEarlierBounces(EmailAddress address) {
        bounces.ignoreEarlierBounces(address);
    }

    @Override
    protected void outcomesApplied(Collection<Mail> changed, Instant now) {
        DeliveryAnswers answers = DeliveryAnswers.of(changed);
        bounces.addMails(answers.recipients(), now);
        if (answers.hasRefusals()) {
            answers.record(bounces, diagnoser, now);
        }
    }

    List<Bounce> bounces() {
        return bounces.bounces();
    }

    /** Diagnoses each reply once: the relay of a simulation gives few different ones, millions of times. */
    private record CachedDiagnoser(BounceDiagnoser diagnoser, Map<SmtpReply, Diagnosis> diagnoses)
            implements BounceDiagnoser {
        CachedDiagnoser(BounceDiagnoser diagnoser) {
            this(diagnoser, new ConcurrentHashMap<>());
        }

        @Override
        public String version() {
            return diagnoser.version();
        }

        @Override
        public Diagnosis diagnose(SmtpReply reply) {
            return diagnoses.computeIfAbsent(reply, diagnoser::diagnose);
        }

        @Override
        public Diagnosis diagnose(BounceVerdict.DeliveryReport report) {
            return diagnoser.diagnose(report);
        }
    }
}
