/** Reads returned messages: the MIME structure, delivery status reports, and reports written for people. */
@NullMarked
package heed.bounces.report;

import org.jspecify.annotations.NullMarked;
