/** The send gate and its permits, and what an attempt to send claims, hands to a transport and reports. */
@NullMarked
package heed.mail.gate;

import org.jspecify.annotations.NullMarked;
