/** The data types of bounces: the verdict of a returned message on a recipient, and the cause of a failed mail. */
@NullMarked
package heed.bounces;

import org.jspecify.annotations.NullMarked;
