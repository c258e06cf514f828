/** Reads mail that comes back: MIME, reports for machines and reports for people. */
@NullMarked
package heed.smtp.bounce;

import org.jspecify.annotations.NullMarked;
