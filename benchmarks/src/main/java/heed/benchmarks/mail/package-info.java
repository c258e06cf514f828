/** Mail for the delivery benchmarks: queued mailings, a plain SMTP loop and a sink. */
@NullMarked
package heed.benchmarks.mail;

import org.jspecify.annotations.NullMarked;
