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
 * The action that sends one message to each prospect. What the message says is filled in when it goes out, with what the
 * prospect holds by then.
 *
 * @param from who it is from; the account's own sender if empty
 * @param replyTo where answers go; to who it is from if empty
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
            warnings.add("where a prospect's " + field.label() + " is empty, the message shows nothing there; {{"
                    + field.apiName() + " fallback=\"…\"}} says what to show");
        }
        if (messageClass == MessageClass.MARKETING && !template.showsUnsubscribeUrl()) {
            warnings.add(
                    "marketing mail is to show how to unsubscribe, with {{unsubscribeUrl}}; this message leaves it to"
                            + " the mail program's own button");
        }
        return warnings;
    }
}
