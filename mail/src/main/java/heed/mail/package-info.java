/** The way of a mail: what is queued, the gate that every attempt passes, delivery, and what becomes of it. */
@NullMarked
package heed.mail;

import org.jspecify.annotations.NullMarked;
