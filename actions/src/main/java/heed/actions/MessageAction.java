package heed.actions;

import heed.mail.MessageClass;
import heed.mail.NamedAddress;
import heed.mail.template.MessageTemplate;
import heed.model.field.Field;
import heed.model.field.StandardFields;
import heed.model.prospect.Prospect;
import heed.model.run.Effect;
import heed.model.run.EvaluationTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Sends one message to each prospect. The fields in the message are filled in when the mail is sent, with the values
 * that the prospect has at that time.
 *
 * @param messageClass whether it is marketing or transactional mail
 * @param from the sender; empty for the sender of the account
 * @param replyTo the address for replies; empty for the sender
 * @param template the subject and bodies
 */
public record MessageAction(
        MessageClass messageClass,
        Optional<NamedAddress> from,
        Optional<NamedAddress> replyTo,
        MessageTemplate template)
        implements Action {

    @Override
    public List<Effect> plan(List<Prospect> prospects, EvaluationTime evaluationTime) {
        return prospects.stream()
                .<Effect>map(prospect -> new Effect.EmailSend(prospect.key(), prospect.email()))
                .toList();
    }

    @Override
    public Set<Field> inputFields() {
        return Set.of(StandardFields.EMAIL);
    }

    @Override
    public List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        for (Field field : template.fieldsWithoutFallback()) {
            warnings.add("if a prospect's " + field.label() + " is empty, the message shows nothing there; {{"
                    + field.apiName() + " fallback=\"…\"}} sets the text to show");
        }
        if (messageClass == MessageClass.MARKETING && !template.showsUnsubscribeUrl()) {
            warnings.add(
                    "marketing mail should show how to unsubscribe, with {{unsubscribeUrl}}; this message leaves it to"
                            + " the mail program's own button");
        }
        return warnings;
    }
}
