package heed.model.run;

import heed.model.field.Field;
import heed.model.field.Value;
import heed.model.prospect.EmailAddress;
import heed.model.prospect.ProspectId;
import java.util.Optional;

/** What an action would do, as data. Only the engine applies effects. */
public sealed interface Effect {
    ProspectId prospect();

    /**
     * Set a field from one value to another.
     *
     * @param from what the prospect held when this was planned; empty if nothing
     * @param to empty clears the field, and makes a flag No
     */
    record FieldChange(ProspectId prospect, Field field, Optional<Value> from, Optional<Value> to) implements Effect {

        /** Whether the prospect has the value already. Text counts as written: "paris" to "Paris" is a change. */
        public boolean isNoOp() {
            return from.map(Value::text).equals(to.map(Value::text));
        }
    }

    /**
     * Send the action's message.
     *
     * @param address where to, as the prospect holds it when this is planned; empty if the prospect has none
     */
    record EmailSend(ProspectId prospect, Optional<EmailAddress> address) implements Effect {
        /** Names the prospect only: an address does not belong in a log. */
        @Override
        public String toString() {
            return "mail to prospect " + prospect;
        }
    }
}
