export { defineService } from './define.ts';
export { DeliveryError, UrlError } from './errors.ts';
export { field, hostFields, HOST_TEMPLATE } from './fields.ts';
export { http } from './http.ts';
export { PHONE_PATTERN, phoneRecipient, plusPhoneRecipient, readPhone, readPlusPhone } from './recipients.ts';
