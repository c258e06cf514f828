/** Mail for the delivery benchmarks: queued mailings, a plain SMTP loop and mail servers that discard mails. */
@NullMarked
package heed.benchmarks.mail;

import org.jspecify.annotations.NullMarked;
