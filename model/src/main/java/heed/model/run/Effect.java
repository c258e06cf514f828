package heed.model.run;

import heed.model.field.Field;
import heed.model.field.Value;
import heed.model.prospect.EmailAddress;
import heed.model.prospect.ProspectId;
import java.util.Optional;

/** What an action does to a prospect, as data. Only the engine applies effects. */
public sealed interface Effect {
    ProspectId prospect();

    /**
     * Sets a field.
     *
     * @param prospect the prospect
     * @param field the field to set
     * @param from the prospect's value when the effect was planned; empty if the field had none
     * @param to the new value; empty clears the field, and means No for a flag
     */
    record FieldChange(ProspectId prospect, Field field, Optional<Value> from, Optional<Value> to) implements Effect {

        /**
         * Returns whether the prospect already has the value. Text is compared as written: changing "paris" to "Paris"
         * is a change.
         */
        public boolean isNoOp() {
            return from.map(Value::text).equals(to.map(Value::text));
        }
    }

    /**
     * Sends the message of the action.
     *
     * @param prospect the recipient
     * @param address the prospect's address when the effect was planned; empty if the prospect had none
     */
    record EmailSend(ProspectId prospect, Optional<EmailAddress> address) implements Effect {
        /** Returns a text that names only the prospect, because addresses must not appear in logs. */
        @Override
        public String toString() {
            return "mail to prospect " + prospect;
        }
    }
}
