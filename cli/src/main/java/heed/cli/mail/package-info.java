/** The commands that send mail, pause and cancel it, list it, and serve its unsubscribe links. */
@NullMarked
package heed.cli.mail;

import org.jspecify.annotations.NullMarked;
