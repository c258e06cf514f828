/** Rate and concurrency limits, and how the delivery instances of an account share them. */
@NullMarked
package heed.mail.limits;

import org.jspecify.annotations.NullMarked;
