package heed.mail.delivery;

import heed.mail.EmailMessage;
import heed.mail.outbox.QueuedMail;
import java.util.List;
import java.util.function.Function;

/** Writes the messages of mails that are about to go: the port to definitions, templates and what prospects hold now. */
@FunctionalInterface
public interface MessageComposer {

    /**
     * Writes a batch.
     *
     * @return a composition for each mail, in order
     * @throws heed.model.store.StoreException if what it needs cannot be read: the mails wait
     */
    List<Composition> compose(List<QueuedMail> mails);

    /** A message, or why there can be none. */
    sealed interface Composition {
        <R> R either(Function<EmailMessage, R> composed, Function<String, R> unwritable);
    }

    /** The message is ready. */
    record Composed(EmailMessage message) implements Composition {
        @Override
        public <R> R either(Function<EmailMessage, R> composed, Function<String, R> unwritable) {
            return composed.apply(message);
        }
    }

    /** There is no message, and never will be: the mail has failed. */
    record Unwritable(String reason) implements Composition {
        @Override
        public <R> R either(Function<EmailMessage, R> written, Function<String, R> unwritable) {
            return unwritable.apply(reason);
        }
    }
}
