/** The send gate and its permits, and the claims, transports, receipts and outcomes of attempts. */
@NullMarked
package heed.mail.gate;

import org.jspecify.annotations.NullMarked;
