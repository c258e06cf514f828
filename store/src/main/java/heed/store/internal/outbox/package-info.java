/** The rows of an account's mails, and the queue of those that are due. */
@NullMarked
package heed.store.internal.outbox;

import org.jspecify.annotations.NullMarked;
