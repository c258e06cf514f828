/** The queue of an account's mails, and the record of each mail. */
@NullMarked
package heed.mail.outbox;

import org.jspecify.annotations.NullMarked;
