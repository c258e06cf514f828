/** Fetches returned messages from IMAP, POP3, Maildir and mbox mailboxes, and stores their verdicts. */
@NullMarked
package heed.bounces.mailbox;

import org.jspecify.annotations.NullMarked;
