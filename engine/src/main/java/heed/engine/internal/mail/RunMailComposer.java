package heed.engine.internal.mail;

import heed.actions.MessageAction;
import heed.engine.definition.ActionStep;
import heed.engine.internal.core.DefinitionStore;
import heed.engine.run.MessageDefaults;
import heed.engine.run.RunRefusedException;
import heed.mail.EmailMessage;
import heed.mail.NamedAddress;
import heed.mail.delivery.MessageComposer;
import heed.mail.outbox.QueuedMail;
import heed.mail.template.MessageTemplate;
import heed.model.prospect.Prospect;
import heed.model.prospect.ProspectId;
import heed.model.run.Run;
import heed.model.run.RunId;
import heed.model.store.AccountStore;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Composes the messages of runs from the definitions that the runs were started with and the current values of the
 * prospects. Thread-safe.
 */
public final class RunMailComposer implements MessageComposer {
    private final AccountStore store;
    private final Clock clock;
    private final MessageDefaults messageDefaults;
    private final DefinitionStore definitions;
    /**
     * The messages of each run by action id; cached without limit of time, because a run's definition never changes.
     */
    private final Map<RunId, Map<String, MessageAction>> messageActionsByRun = new ConcurrentHashMap<>();

    public RunMailComposer(
            AccountStore store, Clock clock, MessageDefaults messageDefaults, DefinitionStore definitions) {
        this.store = store;
        this.clock = clock;
        this.messageDefaults = messageDefaults;
        this.definitions = definitions;
    }

    @Override
    public List<Composition> compose(List<QueuedMail> mails) {
        List<ProspectId> keys = mails.stream()
                .flatMap(mail -> mail.prospect().stream())
                .distinct()
                .toList();
        Map<ProspectId, Prospect> prospects = store.read(reading -> reading.listProspects(keys)).stream()
                .collect(Collectors.toMap(Prospect::key, Function.identity()));
        return mails.stream()
                .map(mail -> compose(mail, mail.prospect().map(prospects::get)))
                .toList();
    }

    private Composition compose(QueuedMail mail, Optional<Prospect> prospect) {
        Optional<MessageAction> messageAction =
                mail.run().flatMap(run -> messageAction(run, mail.key().action()));
        if (messageAction.isEmpty()) {
            return new Unwritable("its definition is missing, or cannot be read any more");
        }
        Optional<NamedAddress> from = messageAction.get().from().or(messageDefaults::from);
        if (prospect.isEmpty() || from.isEmpty()) {
            return new Unwritable(prospect.isEmpty() ? "its prospect is missing" : "it has no sender");
        }
        return new Composed(write(mail, messageAction.get(), from.get(), prospect.get()));
    }

    private EmailMessage write(QueuedMail mail, MessageAction messageAction, NamedAddress from, Prospect prospect) {
        Optional<URI> unsubscribe = messageDefaults.unsubscribeLinks().map(links -> links.link(mail.mark()));
        MessageTemplate.MessageContent content = messageAction.template().fill(prospect, unsubscribe);
        return new EmailMessage(
                messageAction.messageClass(),
                from,
                messageAction.replyTo(),
                messageDefaults.correlation().envelopeSender(mail.mark()),
                messageDefaults.correlation().messageId(mail.mark()),
                clock.instant(),
                content.subject(),
                content.text(),
                content.html(),
                unsubscribe);
    }

    private Optional<MessageAction> messageAction(RunId run, String action) {
        return Optional.ofNullable(messageActionsByRun
                .computeIfAbsent(run, this::loadMessageActions)
                .get(action));
    }

    /** Returns the run's messages by action id; empty if the run is missing or its definition cannot be read. */
    private Map<String, MessageAction> loadMessageActions(RunId id) {
        Optional<Run> run = store.read(reading -> reading.findRun(id));
        try {
            return run.map(definitions::automation).stream()
                    .flatMap(automation -> automation.steps().stream())
                    .filter(step -> step.action() instanceof MessageAction)
                    .collect(Collectors.toMap(ActionStep::id, step -> (MessageAction) step.action()));
        } catch (RunRefusedException exception) { // the definition is unreadable
            return Map.of();
        }
    }
}
