/** Sending mail, and what people ask for by its links. */
@NullMarked
package heed.cli.mail;

import org.jspecify.annotations.NullMarked;
