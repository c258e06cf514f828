/** Mailboxes that bounces arrive in: over IMAP and POP3, and in files. */
@NullMarked
package heed.smtp.mailbox;

import org.jspecify.annotations.NullMarked;
