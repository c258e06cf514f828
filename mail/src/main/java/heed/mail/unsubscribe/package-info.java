/** Unsubscribe links, and the handler that answers them. */
@NullMarked
package heed.mail.unsubscribe;

import org.jspecify.annotations.NullMarked;
