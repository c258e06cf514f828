/** Reads returned messages: MIME, delivery status reports and reports written for people. */
@NullMarked
package heed.bounces.report;

import org.jspecify.annotations.NullMarked;
