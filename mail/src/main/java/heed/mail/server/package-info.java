/** How a connection to a mail server is secured and authenticated, for SMTP, IMAP and POP3. */
@NullMarked
package heed.mail.server;

import org.jspecify.annotations.NullMarked;
