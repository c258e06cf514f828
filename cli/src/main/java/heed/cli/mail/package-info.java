/** Commands that send mail, hold it back, list it and serve its unsubscribe links. */
@NullMarked
package heed.cli.mail;

import org.jspecify.annotations.NullMarked;
