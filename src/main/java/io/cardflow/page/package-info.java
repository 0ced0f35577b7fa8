/** The operators' page: HTML made on the server from what the API reads, and the API's acts. */
package io.cardflow.page;
