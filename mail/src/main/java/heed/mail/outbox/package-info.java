/** The queue of an account's mails, and the record of what became of each. */
@NullMarked
package heed.mail.outbox;

import org.jspecify.annotations.NullMarked;
