package heed.mail.delivery;

import heed.mail.EmailMessage;
import heed.mail.outbox.QueuedMail;
import java.util.List;
import java.util.function.Function;

/**
 * Composes the messages of mails immediately before they are sent: the port to the definitions, the templates and the
 * current values of prospects. Thread-safe.
 */
@FunctionalInterface
public interface MessageComposer {

    /**
     * Composes the messages of a batch.
     *
     * @return a composition for each mail, in order
     * @throws heed.model.store.StoreException if a definition or a prospect cannot be read: the mails wait
     */
    List<Composition> compose(List<QueuedMail> mails);

    /** A message, or the reason why there is none. */
    sealed interface Composition {
        /** Applies the function of this kind of composition. */
        <R> R either(Function<EmailMessage, R> composed, Function<String, R> unwritable);
    }

    /** The message is ready. */
    record Composed(EmailMessage message) implements Composition {
        @Override
        public <R> R either(Function<EmailMessage, R> composed, Function<String, R> unwritable) {
            return composed.apply(message);
        }
    }

    /**
     * There will never be a message: the mail has failed.
     *
     * @param reason in words, without addresses
     */
    record Unwritable(String reason) implements Composition {
        @Override
        public <R> R either(Function<EmailMessage, R> composed, Function<String, R> unwritable) {
            return unwritable.apply(reason);
        }
    }
}
