package heed.engine;

import heed.actions.Mailing;
import heed.engine.definition.ActionStep;
import heed.mail.EmailMessage;
import heed.mail.NamedAddress;
import heed.mail.delivery.MessageComposer;
import heed.mail.outbox.QueuedMail;
import heed.mail.template.MessageTemplate;
import heed.model.prospect.Prospect;
import heed.model.prospect.ProspectId;
import heed.model.run.Run;
import heed.model.run.RunId;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Writes the messages of runs by the definitions that they were started with. Thread-safe. */
final class RunComposer implements MessageComposer {
    private final Settings settings;
    private final Letterhead letterhead;
    private final Definitions definitions;
    /** By run, its messages by action; a run's definition never changes. */
    private final Map<RunId, Map<String, Mailing>> known = new ConcurrentHashMap<>();

    RunComposer(Settings settings, Letterhead letterhead) {
        this.settings = settings;
        this.letterhead = letterhead;
        this.definitions = new Definitions(settings);
    }

    @Override
    public List<Composition> compose(List<QueuedMail> mails) {
        List<ProspectId> keys = mails.stream()
                .flatMap(mail -> mail.prospect().stream())
                .distinct()
                .toList();
        Map<ProspectId, Prospect> prospects = settings.store().read(reading -> reading.listProspects(keys)).stream()
                .collect(Collectors.toMap(Prospect::key, Function.identity()));
        return mails.stream()
                .map(mail -> compose(mail, mail.prospect().map(prospects::get)))
                .toList();
    }

    private Composition compose(QueuedMail mail, Optional<Prospect> prospect) {
        Optional<Mailing> mailing =
                mail.run().flatMap(run -> mailing(run, mail.key().action()));
        if (mailing.isEmpty()) {
            return new Unwritable("its definition is missing, or cannot be read any more");
        }
        Optional<NamedAddress> from = mailing.get().from().or(letterhead::from);
        if (prospect.isEmpty() || from.isEmpty()) {
            return new Unwritable(prospect.isEmpty() ? "its prospect is missing" : "nobody is known whom it is from");
        }
        return new Composed(write(mail, mailing.get(), from.get(), prospect.get()));
    }

    private EmailMessage write(QueuedMail mail, Mailing mailing, NamedAddress from, Prospect prospect) {
        Optional<URI> unsubscribe = letterhead.unsubscribe().map(links -> links.link(mail.id()));
        MessageTemplate.MessageContent content = mailing.template().fill(prospect, unsubscribe);
        return new EmailMessage(
                mailing.kind(),
                from,
                mailing.replyTo(),
                letterhead.marks().envelopeSender(mail.id()),
                letterhead.marks().messageId(mail.id()),
                settings.clock().instant(),
                content.subject(),
                content.text(),
                content.html(),
                unsubscribe);
    }

    private Optional<Mailing> mailing(RunId run, String action) {
        return Optional.ofNullable(known.computeIfAbsent(run, this::mailings).get(action));
    }

    private Map<String, Mailing> mailings(RunId id) {
        Optional<Run> run = settings.store().read(reading -> reading.findRun(id));
        try {
            return run.map(definitions::automation).stream()
                    .flatMap(automation -> automation.steps().stream())
                    .filter(step -> step.action() instanceof Mailing)
                    .collect(Collectors.toMap(ActionStep::id, step -> (Mailing) step.action()));
        } catch (RefusedException unreadable) {
            return Map.of();
        }
    }
}
