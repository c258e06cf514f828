/** What comes back: reports about mail, and what they mean for an address. */
@NullMarked
package heed.mail.bounce;

import org.jspecify.annotations.NullMarked;
