/** Sends mail to a relay over SMTP. */
@NullMarked
package heed.smtp;

import org.jspecify.annotations.NullMarked;
