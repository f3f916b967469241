// What is used of nodemailer. Its own types are a package that brings the clients of a cloud's mail service with it.
declare module 'nodemailer' {
  interface Transport {
    sendMail(mail: { from: string; to: string; subject: string; text: string }): Promise<unknown>;
    close(): void;
  }
  export function createTransport(options: {
    url: string;
    connectionTimeout: number;
    greetingTimeout: number;
    socketTimeout: number;
  }): Transport;
}
