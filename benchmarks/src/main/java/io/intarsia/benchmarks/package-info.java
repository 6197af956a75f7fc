/** JMH benchmarks of the parts that check-in and check-out spend their time in. */
@NullMarked
package io.intarsia.benchmarks;

import org.jspecify.annotations.NullMarked;
